import type { ControlSocketConfig } from '../decided-service.js'
import type { Report } from '../problem.js'
import { choiceIn, flagIn, mapIn, mapsIn, placeOf, textIn, wholeIn } from '../read.js'
import type { MapTree } from '../tree.js'
import { authenticationOf } from './authentication.js'

/** What Linux takes as a path of a socket: sun_path of 108 bytes with the closing zero. */
const PATH = 107

/**
 * `control-sockets`, or the old `control-socket` with one.
 *
 * @param realm shown to callers without credentials where none is configured
 */
export function decideControlSockets(map: MapTree, realm: string, report: Report): ControlSocketConfig[] {
  const old = mapIn(map, 'control-socket')
  const entry = map.entries.get('control-socket')
  if (entry !== undefined && map.entries.has('control-sockets')) {
    const text = "may not specify both 'control-sockets' and 'control-socket'"
    report.error('contradiction', entry.keyAt, text, {
      at: map.entries.get('control-sockets')!.keyAt,
      text: 'the list stands here',
    })
  }
  const sockets: ControlSocketConfig[] = []
  for (const written of old === undefined ? mapsIn(map, 'control-sockets') : [old]) {
    const socket = socketOf(written, realm, report)
    const twin = sockets.find(other => sameDoor(other, socket))
    if (twin !== undefined) {
      const where = socket.type === 'unix' ? socket.name : `${socket.address} port ${socket.port}`
      report.error('duplicate-socket', written.at, `a control socket at ${where} is configured already`, {
        at: twin.position,
        text: 'the first one',
      })
    }
    sockets.push(socket)
  }
  return sockets
}

function sameDoor(a: ControlSocketConfig, b: ControlSocketConfig): boolean {
  if (a.type === 'unix' || b.type === 'unix') return a.type === b.type && a.name === b.name
  return a.address === b.address && a.port === b.port
}

function socketOf(map: MapTree, realm: string, report: Report): ControlSocketConfig {
  const type = choiceIn(map, 'socket-type', ['unix', 'http', 'https']) ?? 'unix'
  const socket: ControlSocketConfig = {
    type,
    name: textIn(map, 'socket-name') ?? '',
    address: textIn(map, 'socket-address') ?? '127.0.0.1',
    port: wholeIn(map, 'socket-port') ?? 8000,
    trustAnchor: textIn(map, 'trust-anchor') ?? '',
    certFile: textIn(map, 'cert-file') ?? '',
    keyFile: textIn(map, 'key-file') ?? '',
    certRequired: flagIn(map, 'cert-required') ?? true,
    authentication: authenticationOf(map, realm, report),
    metrics: flagIn(map, 'metrics') ?? false,
    headers: headersOf(map, report),
    position: map.at,
  }
  if (type === 'unix' && map.entries.has('socket-type')) checkSocketPath(map, socket.name, report)
  checkTls(map, socket, report)
  return socket
}

/** A path that the system takes for a socket. */
export function checkSocketPath(map: MapTree, name: string, report: Report): void {
  if (name === '') report.error('missing-keyword', map.at, "Mandatory 'socket-name' parameter missing")
  else if (Buffer.byteLength(name) > PATH) {
    const text = `socket-name is ${Buffer.byteLength(name)} bytes long, at most ${PATH} are allowed`
    report.error('too-long', placeOf(map, 'socket-name'), text)
  }
}

/** A header that HTTP has no place for would break every answer. */
const HEADER_NAME = /^[-!#$%&'*+.^_`|~\w]+$/
const HEADER_VALUE = /^[\t -~\u0080-\u00ff]*$/

/** `http-headers` of a control socket or Control Agent. */
export function headersOf(map: MapTree, report: Report): ControlSocketConfig['headers'] {
  return mapsIn(map, 'http-headers').map(header => {
    const name = textIn(header, 'name') ?? ''
    const value = textIn(header, 'value') ?? ''
    if (!HEADER_NAME.test(name))
      report.error('wrong-value', placeOf(header, 'name'), `'${name}' cannot be the name of an HTTP header`)
    if (!HEADER_VALUE.test(value))
      report.error('wrong-value', placeOf(header, 'value'), `the value of the HTTP header ${name} is not printable`)
    return { name, value }
  })
}

/** Certificates work together or not at all. */
export function checkTls(map: MapTree, socket: ControlSocketConfig, report: Report): void {
  const files = [socket.trustAnchor, socket.certFile, socket.keyFile].filter(file => file !== '')
  if (socket.type === 'unix' || (files.length === 0 && socket.type === 'http') || files.length === 3) return
  const missing = ['trust-anchor', 'cert-file', 'key-file'].filter(key => (textIn(map, key) ?? '') === '')
  const text = `all of trust-anchor, cert-file and key-file or none must be given, missing: ${missing.join(', ')}`
  report.error('missing-keyword', map.at, text)
}
