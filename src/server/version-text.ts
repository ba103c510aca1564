import type { CoreRooms } from './api/core-commands.js'

/** What version-get and build-report tell of this program. */
export function about(version: string): Omit<CoreRooms, 'registry'> {
  const { node, v8, uv, openssl } = process.versions
  return {
    version,
    extendedVersion: [
      version,
      'keats',
      'linked with:',
      `Node.js ${node}`,
      `V8 ${v8}`,
      `libuv ${uv}`,
      `OpenSSL ${openssl}`,
      'database:',
      'Memfile backend',
    ].join('\n'),
    buildReport: [
      'Package:',
      '  Name:     keats',
      `  Version:  ${version}`,
      `  Platform: ${process.platform} ${process.arch}`,
      `  Node.js:  ${node}`,
      '',
    ].join('\n'),
  }
}
