import { loadRecording } from '../../src/chain/recording/recording'
import { eventNames, Oracle } from './oracle'
import type { World } from './simulate'
import { Templates } from './templates'

/** What all seeds of a recorded chain share. */
export async function worldOf(dir: string): Promise<World> {
  const recording = await loadRecording(dir)
  const deployment = `${dir}/deployment.json`
  return {
    recording,
    deployment,
    oracle: new Oracle(recording.deployment as never, eventNames()),
    templates: new Templates(process.env.LINCHPIN_TEST_DATABASE_URL!, recording, deployment),
  }
}
