import type { ApiContext } from '../../reads/context'
import {
  loadEjectors,
  loadMiddlewareContracts,
  loadQuorumPowers,
  type QuorumPowersRow,
} from '../../reads/governance/quorum-powers'
import type { BlockState } from '../../reads/graph/stakes'
import { member } from '../define/meta'
import { field, object } from '../define/object'
import { bigInt, int, list, nullable, string, type ValueOf } from '../define/type'

/** Type QuorumRules. */
export const quorumRules = object(
  'QuorumRules',
  'Who can do what to the quorums in which an AVS counts votes (eigenlayer-middleware).',
  {
    coordinator: field(member, 'Registry coordinator, or ECDSA stake registry.'),
    kind: field(string, 'Which of them, as in `MiddlewareKind`.'),
    avs: field(nullable(member), 'AVS; null: not known so far.'),
    avsFoundBy: field(
      nullable(string),
      'How the AVS became known, as in `MiddlewareSource`; null: it is not.',
    ),
    registrar: field(
      nullable(member),
      'Who registers operators of the AVS (AVSRegistrarSet); null: none was set, or the AVS is not known.',
    ),
    owner: field(
      nullable(member),
      'Owner of the coordinator, who sets ejector and parameters; null: nobody, or none was logged.',
    ),
    ejector: field(
      nullable(member),
      'Who may eject operators from quorums at the coordinator (EjectorUpdated), often the ejection manager; null: nobody, or not logged so far.',
    ),
    ejectors: field(
      list(member),
      'Accounts that may do it through the ejection managers, within their limits (EjectorUpdated), by address.',
    ),
    churnApprover: field(
      nullable(member),
      'Who approves that a new operator takes the place of another in a full quorum (ChurnApproverUpdated); null: nobody, or not logged so far.',
    ),
    slashers: field(
      list(member),
      'Slashers of the AVS that the deployment file lists, by address. Who may slash a set is in `controllers`.',
    ),
    vetoCommittee: field(
      nullable(member),
      'Who may veto slashing requests; null: not known, because no event tells.',
    ),
    vetoPeriod: field(
      nullable(bigInt),
      'For how many seconds; null: not known, because no event tells.',
    ),
  },
)

/** Type RegistrarChange. */
export const registrarChange = object('RegistrarChange', 'An AVS replaced its registrar.', {
  avs: field(member, 'AVS.'),
  before: field(member, 'Registrar until then.'),
  after: field(member, 'Registrar from then on.'),
  block: field(int, 'Block of the change.'),
})

/** Rules of quorums of all AVSs at a block, by coordinator. */
export async function loadRulesOfQuorums(
  context: ApiContext,
  block: BlockState,
): Promise<(ValueOf<typeof quorumRules> & QuorumPowersRow)[]> {
  const contracts = await loadMiddlewareContracts(context, block)
  const ejectors = await loadEjectors(context, block)
  return (await loadQuorumPowers(context, block)).map((row) => {
    const own = contracts.filter(({ coordinator }) => coordinator === row.coordinator)
    const managers = own.filter(({ kind }) => kind === 'EJECTION_MANAGER')
    const accounts = managers.flatMap(({ contract }) => ejectors.get(contract) ?? [])
    const slashers = own.filter(({ kind }) => kind !== 'EJECTION_MANAGER')
    return {
      ...row,
      ejectors: [...new Set(accounts)].sort(),
      slashers: slashers.map(({ contract }) => contract),
    }
  })
}
