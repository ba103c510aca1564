import { Command } from '@oclif/core'

export default class ConfigSchema extends Command {
  static override summary = 'Print the JSON Schema of configuration files, for editors.'
  static override description = 'Made from the table that files are checked against; JSON Schema 2020-12.'
  static override examples = ['<%= config.bin %> config schema > kea-dhcp4.schema.json']
  static override enableJsonFlag = true

  async run(): Promise<unknown> {
    await this.parse(ConfigSchema)
    const { configurationSchema } = await import('../../server/config/json-schema.js')
    const schema = configurationSchema()
    this.log(JSON.stringify(schema, undefined, 2))
    return schema
  }
}
