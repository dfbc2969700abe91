export function packagesByLicence(): Map<string, string[]>
