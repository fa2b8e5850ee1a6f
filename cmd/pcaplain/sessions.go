package main

import (
	"slices"

	"github.com/spf13/cobra"

	"github.com/pcaplain/pcaplain/analyze"
	"github.com/pcaplain/pcaplain/analyze/fact"
	"github.com/pcaplain/pcaplain/render/table"
)

// sessions lists Wireshark's streams, as its conversation windows count them.
func (a *app) sessions() *cobra.Command {
	l := listing{streams: true, counts: true}
	return l.command(a, "sessions", "List the TCP and UDP streams", func(src analyze.Source) error {
		if i := slices.IndexFunc(l.choice.sessions.ids, func(id fact.ID) bool { return id.Incarnation > 0 }); i >= 0 {
			id := l.choice.sessions.ids[i]
			return &failure{a.say(onlyStreams, sessionName(id), fact.ID{Proto: id.Proto, Stream: id.Stream}), ""}
		}
		within := map[fact.ID]bool{}
		return list(a, src, &l, table.SessionColumns, l.noteStream(within), l.streamRows(within))
	})
}

// noteStream notes the streams that the chosen frames belong to.
func (l *listing) noteStream(within map[fact.ID]bool) func(*analyze.Settled, func(*fact.Stream) error) error {
	return func(s *analyze.Settled, _ func(*fact.Stream) error) error {
		if l.choice.frames == nil || s.Frame == nil || !l.choice.frames.has(s.Frame.Number) {
			return nil
		}
		if id, ok := streamOf(s.Frame); ok {
			within[id] = true
		}
		return nil
	}
}

func (l *listing) streamRows(within map[fact.ID]bool) func(*fact.Survey, func(*fact.Stream) error) error {
	return func(s *fact.Survey, put func(*fact.Stream) error) error {
		for stream := range s.Streams {
			if !l.choice.stream(stream) || l.choice.frames != nil && !within[fact.ID{Proto: stream.Proto, Stream: stream.Number}] {
				continue
			}
			if err := put(stream); err != nil {
				return err
			}
		}
		return nil
	}
}
