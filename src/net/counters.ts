/** What a link did since it was opened. Read by statistics; written on the packet path, so plain numbers. */
export class LinkCounters {
  /** Datagrams handed to the sink. */
  received = 0
  /** Longer than a receive slot (2048 bytes), not handed on. */
  truncated = 0
  /** Frames whose headers do not add up, or with a wrong checksum. */
  malformed = 0
  /** Answers the kernel took. */
  sent = 0
  /** Answers the kernel refused: no route, too long, filtered. */
  refused = 0
  /** Answers given up because the kernel's buffer stayed full. */
  lost = 0
  /** Errors on receiving: the interface went down. */
  errors = 0
}
