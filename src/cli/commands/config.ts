import { Command } from 'commander'
import { type Config, describeConfig } from '../../config/env'

/** `linchpin config`: prints the effective configuration, without secrets. */
export function configCommand(load: () => Config): Command {
  return new Command('config')
    .description('print the effective configuration, without secrets')
    .action(() => console.log(describeConfig(load())))
}
