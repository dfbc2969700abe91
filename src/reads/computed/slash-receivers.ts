import { heldAt } from '../at-block'

const text = (bytes: string) => `'0x' || encode(${bytes}, 'hex')`

/**
 * Who received what was slashed of a vault, at the block of the execution: its burner, or that of the adapter (core V2). Of a burner
 * router it is the receiver of the operator in the network; without one it is unknown which of the others the router was made with.
 * @param column of the row of VaultSlashing
 */
export function slashReceiver(column: (name: string) => string): string {
  const held = (alias: string) => heldAt(column('resolved_at_block'), alias)
  const ofAdapter = `SELECT a.burner FROM vault_adapter a WHERE a.key = ${text(column('slasher'))} AND ${held('a')}`
  const ofVault = `SELECT v.burner FROM vault v WHERE v.key = ${column('vault_id')} AND ${held('v')}`
  const network = `split_part(substr(${column('operator_set_id')}, length('symbiotic-') + 1), '/', 1)`
  const routed =
    `SELECT q.receiver FROM burner_receiver q WHERE q.is_known AND ${held('q')}` +
    ` AND q.key = ${text('b.burner')} || '-' || ${network} || '-' || ${column('operator_id')}`
  const isRouter = `EXISTS (SELECT FROM burner_router r WHERE r.key = ${text('b.burner')} AND ${held('r')})`
  return (
    `CASE WHEN ${column('accounted')} IS NOT NULL THEN (SELECT CASE WHEN ${isRouter} THEN (${routed}) ELSE b.burner END` +
    ` FROM (SELECT coalesce((${ofAdapter}), (${ofVault})) AS burner) b) END`
  )
}
