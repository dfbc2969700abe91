import type { ResolverContext } from '../../../src/reads/context'

/** Of an operation whose transaction stays open, as that of a test is. */
export const ALWAYS_READING: Pick<ResolverContext, 'signal' | 'reading' | 'hasReadAll'> = {
  signal: undefined,
  reading: (read) => read(),
  hasReadAll: async () => {},
}
