/** One step of a path: a keyword, and for lists which of its maps. */
export interface PathStep {
  readonly key: string
  readonly pick: Pick | undefined
}

/** `[2]`, or `[id=3]`, `[name=floor-1]`: the map whose keyword has this value. */
export type Pick = { readonly index: number } | { readonly key: string; readonly value: string }

/** "Dhcp4.subnet4[id=3].pools[0].pool" without the service; undefined: not a path. */
export function parsePath(text: string, service: string): PathStep[] | undefined {
  const steps: PathStep[] = []
  let rest = text.startsWith(`${service}.`) ? text.slice(service.length + 1) : text
  for (;;) {
    const found = /^([\w-]+)(?:\[(?:(\d{1,9})|([\w-]+)=([^\]]*))\])?(?:\.|$)/.exec(rest)
    if (found === null) return undefined
    const [whole, key, index, name, value] = found
    const pick =
      index !== undefined ? { index: Number(index) } : name !== undefined ? { key: name, value: value! } : undefined
    steps.push({ key: key!, pick })
    if (whole.length === rest.length) return whole.endsWith('.') ? undefined : steps
    rest = rest.slice(whole.length)
  }
}
