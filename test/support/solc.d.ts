declare module 'solc' {
  interface Compiler {
    /** Standard JSON in and out. */
    compile(input: string, callbacks: { import(path: string): { contents: string } }): string
  }
  const solc: Compiler
  export default solc
}
