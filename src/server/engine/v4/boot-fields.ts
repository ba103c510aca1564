import type { Header4 } from '../../../wire/v4/encode.js'
import type { BootFields } from '../../host/host.js'
import type { Exchange4 } from './exchange4.js'

/** siaddr, sname and file: the reservation's, else those of the first class that has them, else the subnet's. */
export function fillBootFields(x: Exchange4, header: Header4): void {
  const { plan, host, subnet, classes } = x
  const { nextServer, serverHostname, bootFileName } = subnet?.subnet.boot ?? plan.decided.global.boot
  let server = host?.boot.nextServer
  let name = host?.boot.serverHostname
  let file = host?.boot.bootFileName
  for (let i = 0; i < classes.count; i++) {
    const own: BootFields | undefined = plan.classes[classes.idAt(i)]?.boot
    if (own === undefined) continue
    server ??= own.nextServer
    name ??= own.serverHostname
    file ??= own.bootFileName
  }
  header.siaddr = server ?? nextServer ?? 0
  header.sname = fieldOf(name ?? serverHostname)
  header.file = fieldOf(file ?? bootFileName)
}

function fieldOf(text: string | undefined): Uint8Array | undefined {
  return text === undefined || text === '' ? undefined : Buffer.from(text, 'utf8')
}
