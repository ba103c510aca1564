// Writes oclif.manifest.json from the built commands: what `oclif manifest` does, without its 220 packages.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Plugin } from '@oclif/core'

const root = fileURLToPath(new URL('..', import.meta.url))
const plugin = new Plugin({ ignoreManifest: true, errorOnManifestCreate: true, root })
await plugin.load()
writeFileSync(`${root}/oclif.manifest.json`, `${JSON.stringify(plugin.manifest, null, 2)}\n`)
