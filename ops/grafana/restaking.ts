import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueJustifyMode,
  BigValueTextMode,
  type Dashboard,
  type DataQuery,
  defaultDashboard,
  type FieldConfigSource,
  LegendDisplayMode,
  PercentChangeColorMode,
  SortOrder,
  TooltipDisplayMode,
  type VariableModel,
  VariableRefresh,
  VariableSort,
  VizOrientation,
} from '@grafana/schema'
import type { Options as StatOptions } from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen'
import type { Options as TableOptions } from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen'
import type { Options as TimeSeriesOptions } from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen'
import { fillParameters, readQuery } from '../sql/queries.mjs'
import { chosenSource, dataSourceVariable, type Part, placed } from './parts'

const POSTGRES = 'grafana-postgresql-datasource'
const source = chosenSource(POSTGRES)

/** What the editor of the Postgres data source stores of a query. */
interface PostgresQuery extends DataQuery {
  rawSql: string
  format: 'table' | 'time_series'
  rawQuery: true
  editorMode: 'code'
}

/** The time range of the dashboard. */
const RANGE: Record<string, string> = { from: '__from:date:iso', to: '__to:date:iso' }

/** Parameters are variables of the dashboard. Grafana doubles the quotes of a value, and does not put it between quotes. */
function grafanaSql(sql: string): string {
  return fillParameters(sql, (name, isName) => {
    const variable = `\${${RANGE[name] ?? name}}`
    return isName ? `"${variable}"` : `'${variable}'`
  })
}

const FIRST = { refresh: VariableRefresh.onDashboardLoad, sort: VariableSort.disabled, regex: '' }

const variables: VariableModel[] = [
  dataSourceVariable(POSTGRES, 'Database'),
  {
    ...FIRST,
    name: 'schema',
    label: 'Schema of the views',
    type: 'query',
    datasource: source,
    query: `SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relname = 'status' AND c.relkind = 'v' AND has_schema_privilege(n.oid, 'USAGE')
  AND obj_description(c.oid, 'pg_class') LIKE 'Definitions of Linchpin %'
ORDER BY 1`,
  },
  {
    ...FIRST,
    name: 'pool',
    label: 'Pool',
    type: 'query',
    datasource: source,
    query: grafanaSql(`SELECT p.id AS __value, concat_ws(' ', p.token_symbol, p.id) AS __text
FROM :"schema".pools p
LEFT JOIN :"schema".operator_stakes o ON o.pool_id = p.id AND o.shares > 0
GROUP BY p.id, p.token_symbol
ORDER BY count(o.id) DESC, p.id`),
  },
]

function part(
  name: string,
  size: Part['size'],
  panel: Pick<Part, 'type' | 'options' | 'fieldConfig'>,
): Part {
  const { title, description, sql } = readQuery(name)
  const query: PostgresQuery = {
    refId: 'A',
    datasource: source,
    rawSql: grafanaSql(sql),
    format: panel.type === 'timeseries' ? 'time_series' : 'table',
    rawQuery: true,
    editorMode: 'code',
  }
  return { title, description, datasource: source, size, targets: [query], ...panel }
}

type Overrides = FieldConfigSource['overrides']

const field = (name: string, properties: Overrides[number]['properties']): Overrides[number] => ({
  matcher: { id: 'byName', options: name },
  properties,
})

function table(name: string, size: Part['size'], overrides: Overrides = []): Part {
  const options: TableOptions = { frameIndex: 0, showHeader: true }
  return part(name, size, {
    type: 'table',
    options: { ...options },
    fieldConfig: { defaults: { custom: { filterable: true } }, overrides },
  })
}

function lag(): Part {
  const options: StatOptions = {
    colorMode: BigValueColorMode.Value,
    graphMode: BigValueGraphMode.None,
    justifyMode: BigValueJustifyMode.Auto,
    orientation: VizOrientation.Auto,
    percentChangeColorMode: PercentChangeColorMode.Standard,
    reduceOptions: {
      calcs: ['lastNotNull'],
      fields: '/^(block|blocks_behind|block_age_seconds)$/',
      values: false,
    },
    showPercentChange: false,
    textMode: BigValueTextMode.ValueAndName,
    wideLayout: true,
  }
  const seconds = field('block_age_seconds', [{ id: 'unit', value: 's' }])
  const size = { w: 8, h: 5 }
  return {
    ...part('status', size, {
      type: 'stat',
      options: { ...options },
      fieldConfig: { defaults: { noValue: 'unknown' }, overrides: [seconds] },
    }),
    title: 'Lag of the indexer',
  }
}

function overTime(): Part {
  const options: TimeSeriesOptions = {
    legend: {
      calcs: ['lastNotNull'],
      displayMode: LegendDisplayMode.List,
      placement: 'bottom',
      showLegend: true,
    },
    tooltip: { mode: TooltipDisplayMode.Multi, sort: SortOrder.None },
  }
  const hhi = field('hhi', [
    { id: 'max', value: 1 },
    { id: 'decimals', value: 3 },
  ])
  const delegated = field('delegated_shares', [
    { id: 'custom.axisPlacement', value: 'right' },
    { id: 'unit', value: 'short' },
  ])
  return part(
    'hhi-over-time',
    { w: 12, h: 10 },
    {
      type: 'timeseries',
      options: { ...options },
      fieldConfig: { defaults: { min: 0 }, overrides: [hhi, delegated] },
    },
  )
}

/** Dashboard over the SQL views: `linchpin.json`. */
export function restakingDashboard(): Dashboard {
  const share = field('share', [
    { id: 'unit', value: 'percentunit' },
    { id: 'min', value: 0 },
    { id: 'max', value: 1 },
    { id: 'custom.cellOptions', value: { type: 'gauge', mode: 'basic' } },
  ])
  const fraction = field('fraction', [{ id: 'unit', value: 'percentunit' }])
  return {
    uid: 'linchpin',
    title: 'Linchpin: restaking',
    description:
      'EigenLayer by pool, from the SQL views of Linchpin. Shares of different pools are different units: nothing here adds them. Amounts in tables are exact text; charts round to floating point.',
    tags: ['linchpin'],
    schemaVersion: defaultDashboard.schemaVersion,
    editable: true,
    timezone: 'utc',
    time: { from: 'now-90d', to: 'now' },
    refresh: '5m',
    templating: { list: variables },
    panels: placed([
      lag(),
      table('status', { w: 16, h: 5 }),
      table('tvl-by-pool', { w: 24, h: 10 }),
      table('largest-operators', { w: 12, h: 10 }, [share]),
      overTime(),
      table('withdrawal-queue', { w: 12, h: 10 }),
      table('pending-allocations', { w: 12, h: 10 }),
      table('slashings', { w: 24, h: 10 }, [fraction]),
    ]),
  }
}
