// Package tcp watches both endpoints of a TCP connection from outside and tells how
// their states moved (RFC 9293 §3.3.2).
//
// In come the segments of one pair of ends in the order of capture; out go settled
// moves. A segment is captured once, so sending and receiving are judged apart:
//
//  1. A sending is seen. The endpoint's move is said at once; that of a reset when the
//     connection ends, for a reset may be forged, and then its alleged sender goes on.
//  2. A reception is not. The segment becomes a candidate of what its receiver awaits:
//     the other side's SYN, the ACK of its own SYN, the ACK of its FIN, the other
//     side's FIN, a reset.
//  3. A later segment of the receiver confirms one of the candidates (it acknowledges
//     it, echoes its timestamp) or contradicts it (it sends again what the candidate
//     had acknowledged). Confirmed, the move is said as Derived if no other frame can
//     have been its cause, else as Inferred with the frame from which on it is certain.
//  4. What nothing confirms and nothing contradicts is said as Inferred when the
//     connection ends: what was captured is presumed to have arrived.
//
// The package knows history and the rules of the RFCs. It knows no file format, no
// language and no connection but its own.
package tcp
