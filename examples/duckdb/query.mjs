// Runs a file of SQL on a folder that `linchpin export` wrote, by DuckDB's package for Node:
//   npm install @duckdb/node-api
//   node examples/duckdb/query.mjs examples/duckdb/holders.sql data
import { readFileSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'

const [file, folder = 'data'] = process.argv.slice(2)
const sql = readFileSync(file, 'utf8').replaceAll("'data/", `'${folder}/`)
const connection = await (await DuckDBInstance.create()).connect()
const reader = await connection.runAndReadAll(sql)
for (const row of [reader.columnNames(), ...reader.getRowsJson()]) console.log(row.join('\t'))
