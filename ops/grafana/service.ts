import {
  type Dashboard,
  type DataQuery,
  defaultDashboard,
  LegendDisplayMode,
  SortOrder,
  TooltipDisplayMode,
} from '@grafana/schema'
import type { Options } from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen'
import { chosenSource, dataSourceVariable, type Part, placed } from './parts'

const PROMETHEUS = 'prometheus'
const source = chosenSource(PROMETHEUS)

/** What the editor of the Prometheus data source stores of a query. */
interface PrometheusQuery extends DataQuery {
  expr: string
  legendFormat: string
  range: true
  editorMode: 'code'
}

const options: Options = {
  legend: {
    calcs: [],
    displayMode: LegendDisplayMode.List,
    placement: 'bottom',
    showLegend: true,
  },
  tooltip: { mode: TooltipDisplayMode.Multi, sort: SortOrder.Descending },
}

/** A chart. @param lines legend (labels in two braces) and PromQL */
function chart(
  title: string,
  description: string,
  unit: string,
  ...lines: [legend: string, expr: string][]
): Part {
  const targets = lines.map(
    ([legendFormat, expr], index): PrometheusQuery => ({
      refId: String.fromCharCode(65 + index),
      datasource: source,
      expr,
      legendFormat,
      range: true,
      editorMode: 'code',
    }),
  )
  return {
    type: 'timeseries',
    title,
    description,
    datasource: source,
    size: { w: 8, h: 8 },
    options: { ...options },
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    targets,
  }
}

const rate = (metric: string) => `rate(${metric}[$__rate_interval])`

const indexer = [
  chart(
    'Blocks behind the head',
    'Blocks between the last indexed block and the last one of the chain, as last seen.',
    'short',
    ['{{instance}}', 'linchpin_lag_blocks'],
  ),
  chart(
    'Age of the index',
    "Since the last indexed block's own time, since the last commit, and since a provider answered with the head.",
    's',
    ['block', 'linchpin_block_age_seconds'],
    ['commit', 'linchpin_commit_age_seconds'],
    ['head seen', 'linchpin_head_seen_age_seconds'],
  ),
  chart(
    'No new block',
    '1 for the reason for which no new block is indexed for longer than LINCHPIN_MAX_LAG_SECONDS: alert on any 1.',
    'short',
    ['{{reason}}', 'linchpin_no_new_block'],
  ),
  chart('Indexed events', 'Logs of followed contracts that are indexed.', 'ops', [
    '{{instance}}',
    rate('linchpin_indexed_events_total'),
  ]),
  chart('Calls to providers', 'Calls sent; every call of a batch counts.', 'reqps', [
    '{{provider}}',
    rate('linchpin_rpc_calls_total'),
  ]),
  chart(
    'Failed calls and rejected answers',
    'Failed calls by kind of fault, and wrong or incomplete answers, none of which was stored.',
    'reqps',
    ['{{provider}} {{fault}}', rate('linchpin_rpc_failed_calls_total')],
    ['{{provider}} {{kind}}', rate('linchpin_rejected_answers_total')],
  ),
  chart(
    'Available providers',
    '1 if a provider may be called; 0 while its circuit is open, or if it serves another chain.',
    'short',
    ['{{provider}}', 'linchpin_rpc_available'],
  ),
  chart(
    'Missing block',
    'For how long the index has waited for a block below the head that no provider gives (LP2016).',
    's',
    ['{{instance}}', 'linchpin_rpc_missing_block_seconds'],
  ),
  chart(
    'Blocks not verified yet',
    'Indexed blocks above the last one up to which stored history is verified.',
    'short',
    ['{{instance}}', 'linchpin_indexed_block - linchpin_proven_block'],
  ),
]

const api = [
  chart('Requests', 'Requests by endpoint and class of the status.', 'reqps', [
    '{{route}} {{status}}',
    `sum by (route, status) (${rate('linchpin_api_requests_total')})`,
  ]),
  chart('Time of requests', 'The 95th percentile, by endpoint.', 's', [
    '{{route}}',
    `histogram_quantile(0.95, sum by (route, le) (${rate('linchpin_api_request_seconds_bucket')}))`,
  ]),
  chart(
    'Refused requests',
    'Refused before they were run, and sockets closed over a bound, by code (docs/errors.md).',
    'reqps',
    ['{{code}}', `sum by (code) (${rate('linchpin_api_refused_total')})`],
  ),
  chart(
    'Answers from the cache',
    'Part of GraphQL requests whose answer was in the cache.',
    'percentunit',
    [
      'hits',
      `sum(${rate('linchpin_api_cache_total{result="hit"}')}) / sum(${rate('linchpin_api_cache_total')})`,
    ],
  ),
  chart(
    'Waiting operations',
    'Operations that wait for a connection to the database or for a thread, and jobs that wait.',
    'short',
    ['connection', 'sum(linchpin_api_pool{state="waiting"})'],
    ['thread', 'sum(linchpin_api_threads{state="waiting"})'],
    ['job', 'sum(linchpin_api_jobs{state="waiting"})'],
  ),
  chart('Memory of the API', 'Resident memory of the processes that serve the API.', 'bytes', [
    '{{instance}}',
    'process_resident_memory_bytes and on (instance) linchpin_api_open',
  ]),
]

const notify = [
  chart(
    'Rules behind the index',
    'Blocks between the last indexed one and the last one that the alert rules saw.',
    'short',
    ['{{instance}}', 'linchpin_notify_lag_blocks'],
  ),
  chart(
    'Receivers behind the index',
    'Blocks between the last indexed one and that of the last message that a receiver has; with final delivery they wait for finality.',
    'short',
    ['{{receiver}}', 'linchpin_notify_receiver_lag_blocks'],
  ),
  chart('Webhooks', 'Webhooks that were sent, by whether the receiver took them.', 'reqps', [
    '{{receiver}} {{result}}',
    rate('linchpin_notify_deliveries_total'),
  ]),
  chart(
    'Dead letters',
    'Messages that were put aside; `linchpin notify resend` sends them again.',
    'short',
    ['{{receiver}}', 'linchpin_notify_dead_letters'],
  ),
  chart('Fired rules', 'Subjects for which a rule is fired.', 'short', [
    '{{rule}}',
    'linchpin_notify_fired',
  ]),
  chart(
    'Listeners',
    'Connected listeners of the feed, and those that were dropped per second because they did not read.',
    'short',
    ['connected', 'sum(linchpin_notify_listeners)'],
    ['dropped', `sum(${rate('linchpin_notify_dropped_listeners_total')})`],
  ),
]

/** Dashboard over the Prometheus metrics of indexer, API and delivery: `linchpin-service.json`. */
export function serviceDashboard(): Dashboard {
  return {
    uid: 'linchpin-service',
    title: 'Linchpin: indexer, API and delivery',
    description:
      'Metrics of the indexer (docs/providers.md), of the API (docs/api.md) and of `linchpin notify` (docs/feed.md).',
    tags: ['linchpin'],
    schemaVersion: defaultDashboard.schemaVersion,
    editable: true,
    timezone: 'browser',
    time: { from: 'now-6h', to: 'now' },
    refresh: '30s',
    templating: { list: [dataSourceVariable(PROMETHEUS, 'Prometheus')] },
    panels: placed([...indexer, ...api, ...notify]),
  }
}
