import { loadAudits } from '../../reads/audits'
import { limit, offset } from '../define/arguments'
import { rootField } from '../define/metric'
import { field, object } from '../define/object'
import {
  bigInt,
  boolean,
  bytes,
  enumeration,
  int,
  list,
  nullable,
  string,
  unixTime,
} from '../define/type'

const method = enumeration('AuditMethod', 'How an audit asked the contracts.', {
  CALLS: 'By eth_call, as the provider answers.',
  PROOFS: 'By eth_getProof, proven against the header of the block.',
  RECORDING: 'By answers that were recorded with the chain.',
})

const audit = object(
  'Audit',
  'What `linchpin audit` found when it compared this index with the contracts.',
  {
    endedAt: field(unixTime, 'When it ended, by the clock of the database.'),
    block: field(int, 'The block that was compared; of several the last.'),
    hash: field(nullable(bytes), 'Its hash in the index at that time; null: it was not known.'),
    isOfIndex: field(
      nullable(boolean),
      'Whether the index has that block now: false after a rollback, when nothing follows from it. Null: one of the two hashes is not known.',
    ),
    blocks: field(int, 'How many blocks were compared.'),
    method: field(method, 'How the contracts were asked.'),
    version: field(string, 'Version of Linchpin that compared.'),
    sample: field(nullable(int), 'Calls for each check at most (`--sample`); null: all.'),
    compared: field(bigInt, 'Values that were compared with contracts.'),
    different: field(
      bigInt,
      'Values that differ, with the hash of the block and rules that rows must satisfy.',
    ),
    unknown: field(bigInt, 'Values that one of the two sides does not know.'),
    notCallable: field(bigInt, 'Calls that contracts did not answer.'),
    failed: field(list(string), 'Checks that failed: with a difference, or without a known value.'),
  },
)

/** Field `audits`. */
export const auditsField = rootField({
  name: 'audits',
  doc: `What audits of this index found, the last one first: of at most the last 100 runs of \`linchpin audit\` that compared something. Empty:
none was run, or none with a role that may write (docs/audit.md).`,
  args: { limit: limit(20), offset },
  type: list(audit),
  estimate: () => 5,
  async compute({ limit, offset }, { context }) {
    await context.head()
    return loadAudits(context, limit, offset)
  },
})
