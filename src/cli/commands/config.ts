import { Command } from 'commander'
import { type Config, describeConfig } from '../../config/env'

/** `linchpin config`: the configuration in force, without secrets. */
export function configCommand(load: () => Config): Command {
  return new Command('config')
    .description('show the configuration in force, without secrets')
    .action(() => console.log(describeConfig(load())))
}
