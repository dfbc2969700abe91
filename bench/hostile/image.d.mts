/** Variables of the Dockerfile. */
export const IMAGE_ENV: Readonly<Record<string, string>>
