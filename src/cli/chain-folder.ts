import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { Config } from '../config/env'

/**
 * Folder for the data of one chain, so that no two chains share an embedded database: named after the network, or after a
 * digest of the deployment file. The file must be readable, as networkOf has checked.
 */
export function chainFolder(
  config: Pick<Config, 'network' | 'deploymentFile'>,
  recordingDir: string | null,
): string {
  if (recordingDir !== null) {
    const name = basename(resolve(recordingDir)).replace(/[^\w.-]/g, '_')
    return `recording-${name}-${digest(join(recordingDir, 'deployment.json'))}`
  }
  if (config.deploymentFile !== null) return `custom-${digest(config.deploymentFile)}`
  return config.network
}

function digest(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 8)
}
