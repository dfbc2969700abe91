import { Command, InvalidArgumentError } from 'commander'
import { untilShutdown } from '../shutdown'

/** `linchpin mcp`: the tools for agents over stdin and stdout, answered by a running API. @param version of Linchpin */
export function mcpCommand(version: string): Command {
  return new Command('mcp')
    .description('answer agents by the Model Context Protocol over stdin and stdout, read-only')
    .option('--url <url>', 'GraphQL endpoint of a running API', httpUrl, DEFAULT_URL)
    .action(async ({ url }: { url: URL }) => {
      const shutdown = untilShutdown()
      const { StdioServerTransport } = await import('@modelcontextprotocol/sdk/server/stdio.js')
      const { createMcpServer } = await import('../../mcp/server.js')
      const { remoteSource } = await import('../../mcp/remote.js')
      const server = createMcpServer(remoteSource(url), version)
      const closed = new Promise<void>((resolve) => {
        server.server.onclose = resolve
        // The transport does not notice that its client has gone.
        process.stdin.once('end', resolve)
      })
      await server.connect(new StdioServerTransport())
      await Promise.race([closed, shutdown])
      await server.close()
    })
}

const DEFAULT_URL = new URL('http://127.0.0.1:4350/graphql')

function httpUrl(text: string): URL {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text)
  throw new InvalidArgumentError('must be a URL with http or https')
}
