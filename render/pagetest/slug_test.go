package pagetest

import "testing"

// The ids are those that GitHub gave these headings.
func TestSlugs(t *testing.T) {
	var s slugs
	for _, c := range []struct{ heading, slug string }{
		{"Frame 9: the client asks to connect", "frame-9-the-client-asks-to-connect"},
		{"프레임 9: 클라이언트가 연결을 요청한다", "프레임-9-클라이언트가-연결을-요청한다"},
		{"TCP와 UDP 비교", "tcp와-udp-비교"},
		{"What UDP does not do", "what-udp-does-not-do"},
		{"FIN_WAIT_1 → TIME_WAIT", "fin_wait_1--time_wait"},
		{"Été (1 + 6 = 7)", "été-1--6--7"},
		{"Opening", "opening"}, {"Opening", "opening-1"}, {"Opening", "opening-2"}, {"Opening-1", "opening-1-1"},
		{"…", ""},
	} {
		if got := s.of(c.heading); got != c.slug {
			t.Errorf("%q: slug %q, want %q", c.heading, got, c.slug)
		}
	}
}
