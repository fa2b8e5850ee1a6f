package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// stopped is the cause of a context that a signal ended.
type stopped struct{ syscall.Signal }

func (s stopped) Error() string { return s.String() }

// untilSignal is a context that ends when the run is asked to stop. A second signal ends
// the program at once: it may hang in a write that nobody reads. A signal that whoever
// started the program has it ignore, as nohup does, stays ignored.
func untilSignal() (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(context.Background())
	signals := make(chan os.Signal, 1)
	for _, s := range []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(s) {
			signal.Notify(signals, s)
		}
	}
	go func() {
		select {
		case s := <-signals:
			signal.Stop(signals)
			cancel(stopped{s.(syscall.Signal)})
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		cancel(nil)
	}
}

// unlessStopped does f and does not wait for its end once the run is asked to stop: what f
// works on is then nobody's any more.
func (a *app) unlessStopped(f func() error) error {
	done := make(chan error, 1)
	go func() { done <- f() }()
	select {
	case <-a.ctx.Done():
		return a.ctx.Err()
	case err := <-done:
		return err
	}
}

// stoppedCode is the exit code of a run that ctx ended: shells expect 128 and the signal.
func stoppedCode(ctx context.Context) int {
	if s, ok := context.Cause(ctx).(stopped); ok {
		return 128 + int(s.Signal)
	}
	return exitInterrupted
}
