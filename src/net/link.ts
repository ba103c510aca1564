/**
 * The one thing the server knows about sockets. UDP, raw packet, memory, fault and pcap links all are one.
 *
 * Batches at the edges, one packet in the middle: a link hands over what one wake-up drained, the server encodes
 * answers in place into transmit slots, and flush() sends them all.
 */
export interface Link {
  /** Interface name, as in the configuration ("eth0"). */
  readonly name: string
  /** Kernel interface index; 0 where there is none. */
  readonly index: number
  /** 4 or 16: width in bytes of the addresses of this link's family. */
  readonly addressLength: 4 | 16
  /** The address answers come from, network order; the server identifier of DHCPv4. Undefined: the link has none yet. */
  readonly localAddress: Uint8Array | undefined
  /** What this link can hear: 'unicast' links serve relays and clients that have an address. */
  readonly reach: 'unicast' | 'multicast' | 'broadcast'
  /** Whether an answer can be put on the wire to a hardware address whose owner has no IP address yet. */
  readonly reachesHardware: boolean
  /** Start to deliver. `sink` is called once per wake-up; nothing of the batch may be kept after it returns. */
  listen(sink: (batch: Batch) => void): void
  /**
   * The next transmit slot. The same slot is returned until post() takes it. Undefined: all slots are waiting for the
   * kernel (its buffer is full); the answer is lost and counted, as on a real wire.
   */
  slot(): Out | undefined
  /** Take the slot last returned by slot() into the batch that the next flush() sends. */
  post(): void
  /**
   * Send what was posted. With `durable` false, those that rest on lease changes (`rests`) are dropped: the store
   * could not write them, and nothing is answered that is not written. Returns how many were dropped so.
   */
  flush(durable: boolean): number
  /** Stop to listen and give the descriptors back. Idempotent. */
  close(): void
}

/** What one wake-up drained. Valid during the sink call only. */
export interface Batch {
  readonly count: number
  /** Datagram i. The same object may be returned for every i: read it before asking for the next. */
  at(i: number): Inbound
}

/** One received datagram as offsets into one arena: no copies, no subarrays. */
export interface Inbound {
  readonly link: Link
  readonly arena: Buffer
  /** The DHCP message: arena[start, end). */
  readonly start: number
  readonly end: number
  /** Offset in `arena` of the source IP address (link.addressLength bytes, network order). */
  readonly sourceAt: number
  readonly sourcePort: number
  /** Offset in `arena` of the destination IP address; -1 where the kernel did not say. */
  readonly destinationAt: number
  /** Offset in `arena` of the sender's link-layer address (raw links); -1 where not known. */
  readonly hardwareAt: number
  readonly hardwareLength: number
}

/** A transmit slot. The payload is written to arena[start, end), end <= limit. */
export interface Out {
  readonly arena: Buffer
  readonly start: number
  readonly limit: number
  end: number
  /** Offset in `arena` where the destination IP address is to be written (network order). */
  readonly addressAt: number
  /** Destination UDP port. */
  port: number
  /** Offset in `arena` where a destination link-layer address may be written. */
  readonly hardwareAt: number
  /** 0: the kernel resolves the address. Else: put on the wire to these many bytes at hardwareAt, by a raw frame. */
  hardwareLength: number
  /** The answer rests on a lease change of this batch: it may leave only when the store has written it. */
  rests: boolean
}
