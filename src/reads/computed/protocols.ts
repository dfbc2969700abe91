import type { RowSql, ValueField } from '../entities'
import { type Computed, computed } from './sql'

/** Protocol of a row by a column whose value begins with the name of another protocol than EigenLayer. */
function protocolBy(name: string): ValueField {
  return computed(
    'protocol',
    'ENUM',
    false,
    'Protocol that it is of.',
    (row) =>
      `CASE WHEN starts_with(${row.column(name)}, 'symbiotic-') THEN 'SYMBIOTIC' ELSE 'EIGENLAYER' END`,
    'ProtocolName',
  )
}

/** Protocols that named something, by a condition for each. */
function protocols(
  description: string,
  byEigenLayer: (row: RowSql) => string,
  bySymbiotic: (row: RowSql) => string,
): ValueField {
  const named = (condition: string, name: string) => `CASE WHEN ${condition} THEN '${name}' END`
  return {
    ...computed(
      'protocols',
      'ENUM',
      false,
      description,
      (row) =>
        `array_remove(ARRAY[${named(byEigenLayer(row), 'EIGENLAYER')}, ${named(bySymbiotic(row), 'SYMBIOTIC')}], NULL)`,
      'ProtocolName',
    ),
    isList: true,
    isOutputOnly: true,
  }
}

const isOfEigenLayer = (row: RowSql) => `${row.column('protocol')} = 'EIGENLAYER'`

/** Condition that a row of another table refers to this one. */
function exists(row: RowSql, entity: string, reference: string): string {
  const { alias, from, held } = row.table(entity)
  return `EXISTS (SELECT 1 FROM ${from} WHERE ${alias}.${reference} = ${row.column('key')} AND ${held})`
}

export const protocolFields: Computed = {
  Slashing: [protocolBy('operator_set_id')],
  OperatorSet: [protocolBy('key')],
  AvsRegistration: [protocolBy('key')],
  Operator: [
    protocols(
      'Protocols that it is an operator of, or that named it as one.',
      isOfEigenLayer,
      (row) => exists(row, 'OperatorProfile', 'operator_id'),
    ),
  ],
  Avs: [
    protocols(
      'Protocols that it is a service of, or that named it as one.',
      isOfEigenLayer,
      (row) => exists(row, 'AvsProfile', 'avs_id'),
    ),
  ],
  Staker: [
    protocols(
      'Protocols in which it has, or had, stake or a delegation.',
      (row) =>
        ['Stake', 'Delegation', 'Withdrawal', 'Pod']
          .map((entity) => exists(row, entity, 'staker_id'))
          .join(' OR '),
      (row) =>
        ['VaultPosition', 'VaultWithdrawal']
          .map((entity) => exists(row, entity, 'staker_id'))
          .join(' OR '),
    ),
  ],
}
