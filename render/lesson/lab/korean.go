package lab

import (
	"errors"
	"fmt"
	"io/fs"
)

// in is a form in the reader's language.
func (r *reader) in(form string) string {
	if ko, ok := korean[form]; ok && r.korean {
		return ko
	}
	return form
}

func (r *reader) say(form string, args ...any) string { return fmt.Sprintf(r.in(form), args...) }

// spoken says in the reader's language what the system says of a file.
type spoken struct {
	error
	words string
}

func (s spoken) Error() string { return s.words }
func (s spoken) Unwrap() error { return s.error }

func (r *reader) spoken(err error) error {
	if err = unpathed(err); !r.korean {
		return err
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return spoken{err, "그런 파일이 없습니다"}
	case errors.Is(err, fs.ErrPermission):
		return spoken{err, "읽을 권한이 없습니다"}
	}
	return spoken{err, "읽을 수 없습니다"}
}

// korean are the Korean words for what is said of a lab file. What the YAML library found
// it says in English only, and that is left out: the line is what helps.
var korean = map[string]string{
	`"date" must be a date such as 2026-03-09, with a time such as 12:00:00 +0900 where you like`: `"date"에는 2026-03-09 같은 날짜를 적습니다. 12:00:00 +0900 같은 시각을 덧붙일 수 있습니다`,
	"host %q is given twice":                                "호스트 %q: 두 번 적었습니다",
	"%q in \"addresses\" is not an IP address":              "\"addresses\"의 %q: IP 주소가 아닙니다",
	"address %s is given twice":                             "주소 %s: 두 번 적었습니다",
	`"calls" tell lines of a program, which needs a "file"`: `"calls"는 프로그램의 줄을 가리키므로 "file"이 있어야 합니다`,
	"unknown host %q%s":                                     "없는 호스트입니다: %q%s",
	`"session" must be tcp or udp and the server's port, such as tcp/65432, not %q`: `"session"에는 tcp/65432처럼 tcp나 udp와 서버의 포트를 적습니다. 지금 값: %q`,
	"line %d is not in %s, which has %d":                                            "%[2]s: %[1]d번 줄이 없습니다(모두 %[3]d줄)",
	"a second document begins here; put all in one":                                 "여기서 두 번째 문서가 시작됩니다. 한 문서로 합쳐 주십시오",
	"not valid YAML: %s":                                                "YAML 문법에 맞지 않습니다%.0s",
	"%s must be keys and values, not %s":                                "%s: 키와 값을 적어야 합니다(지금은 %s)",
	"%s needs %q":                                                       "%s: %q 값이 있어야 합니다",
	"a key must be a word, not %s":                                      "키는 낱말이어야 합니다(지금은 %s)",
	"unknown key %q%s":                                                  "모르는 키입니다: %q%s",
	"key %q is given twice":                                             "키 %q: 두 번 적었습니다",
	"%q must be a list, not %s":                                         "%q: 목록이어야 합니다(지금은 %s)",
	"%q must be text, not %s; put it in quotes":                         "%q: 글이어야 합니다(지금은 %s). 따옴표로 묶어 주십시오",
	"%q must be text, not %s":                                           "%q: 글이어야 합니다(지금은 %s)",
	"%q must be one line without control characters":                    "%q: 제어 문자 없이 한 줄로 적어야 합니다",
	"%q must be a number, not %s":                                       "%q: 수여야 합니다(지금은 %s)",
	"%q must be a whole number from 1, not %s":                          "%q: 1 이상의 정수여야 합니다(지금은 %s)",
	"%q must be %s, not %s":                                             "%q: %s 가운데 하나여야 합니다(지금은 %s)",
	"%q must be %s, not %q":                                             "%q: %s 가운데 하나여야 합니다(지금은 %q)",
	"%q must be a path inside the folder of %s, with / between folders": "%q: %s 파일이 있는 폴더 안의 경로여야 하며, 폴더는 /로 나눕니다",
	"; did you mean %q?":                                                ". 혹시 %q입니까?",
	"; known here: %s":                                                  ". 쓸 수 있는 것: %s",

	"the file": "파일", "a host": "호스트", "a program": "프로그램", "a call": "호출",
	"keys and values": "키와 값", "a list": "목록", "an alias (*%s)": "별칭(*%s)", "a value tagged %s": "%s 태그가 붙은 값",
	"text": "글", "a number": "수", "true or false": "true 또는 false", "a date": "날짜", "nothing": "빈 값",

	"not a file": "파일이 아닙니다", "larger than %d KiB": "%d KiB보다 큽니다", "not a UTF-8 text": "UTF-8 텍스트가 아닙니다",
}
