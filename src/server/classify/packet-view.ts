/** A run of bytes: bytes[start, end). Reused: whoever fills one overwrites what it held. */
export interface Span {
  bytes: Uint8Array
  start: number
  end: number
}

/**
 * What expressions may ask of a packet. Every method fills `into` and returns true, or leaves it alone and returns
 * false; nothing is allocated. Spans stay valid while the packet is walked.
 */
export interface PacketView {
  /**
   * pkt.len, bytes, as Kea counts: in DHCPv4 the 236 fixed bytes and every option with code and length, but not magic
   * cookie, padding and END; in DHCPv6 the whole UDP payload, relay headers included.
   */
  readonly messageLength: number
  /** Relay-forward headers around a DHCPv6 message, 0..32; 0 in DHCPv4. */
  readonly relayCount: number
  /** Name of the interface that heard it. */
  interfaceName(into: Span): boolean
  /** IP source address, network order, 4 or 16 bytes. */
  source(into: Span): boolean
  /** IP destination address, network order, 4 or 16 bytes. */
  destination(into: Span): boolean
  /**
   * The fixed fields of the client's own message: DHCPv4 from `op` to `chaddr` (RFC 2131 2, at least 44 bytes); DHCPv6
   * msg-type and transaction-id (RFC 8415 8, 4 bytes).
   */
  header(into: Span): boolean
  /** Payload of the first option with this code in the client's message; DHCPv4: all its parts joined (RFC 3396). */
  option(code: number, into: Span): boolean
  /** The 34 fixed bytes of a Relay-forward (RFC 8415 9): msg-type, hop-count, link-address, peer-address. 0: nearest to the server. */
  relayHeader(index: number, into: Span): boolean
  /** Payload of the first option with this code of that relay. */
  relayOption(index: number, code: number, into: Span): boolean
}
