import { Command } from 'commander'
import type { Config } from '../../config/env'
import { EXIT } from '../../errors'
import { needDatabase } from '../needs'
import { say } from '../say'

/** `linchpin migrate`: migrates the configured database to the schema of this version. */
export function migrateCommand(load: () => Config): Command {
  return new Command('migrate')
    .description('migrate the configured database to the schema of this version')
    .option('--reader <role>', 'let this role of the database read the SQL views, and nothing else')
    .option(
      '--roles',
      'first make the roles linchpin_owner and linchpin_reader, and let the first own the tables',
    )
    .action(async ({ reader, roles }: { reader?: string; roles?: boolean }) => {
      const config = load()
      const url = needDatabase(config)
      const { makeRoles } = await import('../roles.js')
      const databaseUrl = roles ? await makeRoles(url, config.rolePasswords) : url
      const { describeWaiting, migrate } = await import('../migrations.js')
      const applied = await migrate(databaseUrl, undefined, (waiting) =>
        say(describeWaiting(waiting)),
      )
      console.log(applied.length === 0 ? 'up to date' : `applied: ${applied.join(', ')}`)
      const { grantViews, makeViews } = await import('../views.js')
      const problem = await makeViews(databaseUrl)
      if (problem !== null) say(`there are no SQL views: ${problem}`)
      else if (reader !== undefined) await grantViews(databaseUrl, reader)
      if (problem !== null && reader !== undefined) process.exitCode = EXIT.FAILED
    })
}
