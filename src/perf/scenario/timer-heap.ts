/** Clients and when they do what next: the earliest first. Columns, no objects. */
export class TimerHeap {
  #times: Float64Array
  #clients: Uint32Array
  #actions: Uint8Array
  #size = 0

  constructor(room = 1024) {
    this.#times = new Float64Array(room)
    this.#clients = new Uint32Array(room)
    this.#actions = new Uint8Array(room)
  }

  get size(): number {
    return this.#size
  }

  /** When the earliest is due; Infinity for none. */
  get nextTime(): number {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : this.#times[0]!
  }

  get nextClient(): number {
    return this.#clients[0]!
  }

  get nextAction(): number {
    return this.#actions[0]!
  }

  push(time: number, client: number, action: number): void {
    if (this.#size === this.#times.length) this.#grow()
    let i = this.#size++
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (this.#times[parent]! <= time) break
      this.#move(parent, i)
      i = parent
    }
    this.#set(i, time, client, action)
  }

  /** Take the earliest away. */
  shift(): void {
    const last = --this.#size
    if (last <= 0) return
    const time = this.#times[last]!
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= last) break
      if (child + 1 < last && this.#times[child + 1]! < this.#times[child]!) child++
      if (this.#times[child]! >= time) break
      this.#move(child, i)
      i = child
    }
    this.#set(i, time, this.#clients[last]!, this.#actions[last]!)
  }

  #move(from: number, to: number): void {
    this.#set(to, this.#times[from]!, this.#clients[from]!, this.#actions[from]!)
  }

  #set(i: number, time: number, client: number, action: number): void {
    this.#times[i] = time
    this.#clients[i] = client
    this.#actions[i] = action
  }

  #grow(): void {
    const room = this.#times.length * 2
    const times = new Float64Array(room)
    times.set(this.#times)
    this.#times = times
    const clients = new Uint32Array(room)
    clients.set(this.#clients)
    this.#clients = clients
    const actions = new Uint8Array(room)
    actions.set(this.#actions)
    this.#actions = actions
  }
}
