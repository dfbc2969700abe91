// Loaded into an indexer that is measured: its outbox never begins (BENCH_OUTBOX=none), or has every block (all), as at the head.
const outbox = require('../lib/store/outbox/outbox')

outbox.outboxStart = process.env.BENCH_OUTBOX === 'all' ? (last) => last : () => null
