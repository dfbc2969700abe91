/** Variables of docker-compose.yml and ops/compose alone, in the order of .env.example. */
export const COMPOSE_VARIABLES = [
  {
    name: 'NODE_TAG',
    meaning: 'Release of Node in the image, for `docker compose build`',
    default: '24.22.3',
  },
  { name: 'POSTGRES_TAG', meaning: 'Release of Postgres', default: '17.10' },
  {
    name: 'API_DB_URL',
    meaning: 'Postgres of the API, if it is not that of DB_URL, as a role that may only read',
    default: '',
  },
  {
    name: 'PROMETHEUS_TAG',
    meaning: 'Release of Prometheus, of ops/compose/monitoring.yml',
    default: 'v3.5.0',
  },
  {
    name: 'GRAFANA_TAG',
    meaning: 'Release of Grafana, of ops/compose/monitoring.yml',
    default: '12.1.1',
  },
  {
    name: 'GRAFANA_PASSWORD',
    meaning: "Password of Grafana's user admin, of ops/compose/monitoring.yml",
    default: '',
  },
  {
    name: 'HAPROXY_TAG',
    meaning: 'Release of the proxy, of ops/compose/scale.yml',
    default: '3.2.4',
  },
  {
    name: 'PGBOUNCER_TAG',
    meaning: 'Release of the pooler, of ops/compose/scale.yml',
    default: 'v1.24.1-p1',
  },
  {
    name: 'REPLICA_PASSWORD',
    meaning: 'Password of the role by which replicas follow the primary, of ops/compose/scale.yml',
    default: '',
  },
] as const
