import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Files that take longest, with all recordings: those that compute and those that wait in turns, so that neither the
 * processor is idle while some are left nor one long file comes last.
 */
export const LONGEST = [
  'test/chain/until-proven.test.ts',
  'test/truth/ground-truth.test.ts',
  'test/web/pages.test.ts',
  'test/store/lost-packets.test.ts',
  'test/sim/sim.test.ts',
  'test/live-node/index.test.ts',
  'test/contracts/audit.test.ts',
  'test/vaults/reorg.test.ts',
  'test/cli/snapshot.test.ts',
  'test/web/views.test.ts',
  'test/hostile/documents.test.ts',
  'test/export/files.test.ts',
  'test/chain/proof.test.ts',
  'test/reorg/live-reorg.test.ts',
  'test/cli/standing.test.ts',
  'test/hostile/sockets.test.ts',
  'test/doctor/database.test.ts',
  'test/chain/other-chain.test.ts',
  'test/metrics/jobs.test.ts',
  'test/project/secrets.test.ts',
  'test/reorg/crash.test.ts',
  'test/api/edge/hanging-database.test.ts',
]

/** Projects by the time that a file takes. */
const PROJECTS = ['slow', 'fast', 'shared', 'pure']

/** The longest files first, then the others by project. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId, project }: TestSpecification) => {
      const place = LONGEST.indexOf(relative(this.ctx.config.root, moduleId))
      if (place >= 0) return place
      return LONGEST.length + PROJECTS.indexOf(project.name)
    }
    const sorted = await super.sort(files)
    return sorted.sort((a, b) => placeOf(a) - placeOf(b))
  }
}
