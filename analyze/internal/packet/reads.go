package packet

// ReadsEtherType tells whether what follows an EtherType is read here.
func ReadsEtherType(typ uint16) bool { return etherType(typ) != nil }

// ReadsProtocol tells whether what follows an IP protocol number is read here.
func ReadsProtocol(proto uint8) bool { return (&Decoder{}).above(proto) != nil }
