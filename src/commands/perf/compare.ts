import { Args, Command, Flags } from '@oclif/core'

export default class Compare extends Command {
  static override summary = 'Compare two runs of keats perf; exit code 1 when the second is worse.'
  static override examples = ['<%= config.bin %> perf compare before.json after.json --tolerance 5']
  static override enableJsonFlag = true
  static override args = {
    before: Args.string({ required: true, description: 'What --json wrote of the first run.' }),
    after: Args.string({ required: true, description: 'And of the second.' }),
  }
  static override flags = {
    tolerance: Flags.integer({ default: 10, min: 0, max: 1000, summary: 'Per cent by which a figure may be worse.' }),
  }

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(Compare)
    const { compareReports, NoReport, readReport } = await import('../../perf/report/compare.js')
    try {
      const list = compareReports(readReport(args.before), readReport(args.after), flags.tolerance / 100)
      for (const { what, before, after, change, regression } of list) {
        const by = Number.isFinite(change) ? `${change >= 0 ? '+' : ''}${(change * 100).toFixed(1)} %` : 'new'
        this.log(
          `${what.padEnd(28)} ${before.padStart(12)} ${after.padStart(12)} ${by.padStart(10)}${regression ? '  worse' : ''}`,
        )
      }
      if (list.some(({ regression }) => regression)) process.exitCode = 1
      return list
    } catch (error) {
      if (error instanceof NoReport) this.error(error.message, { exit: 2 })
      throw error
    }
  }
}
