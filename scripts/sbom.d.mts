export function listOfParts(): {
  bomFormat: string
  components: { name: string; version: string }[]
}
