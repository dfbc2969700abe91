import { type ApiError, apiError } from '../reads/errors'

/** Digits of the largest DECIMAL that common readers take. */
export const MAX_DECIMAL_DIGITS = 38

/** @throws ApiError VALUE_TOO_LARGE if an integer has more digits than a DECIMAL */
export function requireDecimal(column: string, text: string): void {
  const digits = text.startsWith('-') ? text.length - 1 : text.length
  if (digits > MAX_DECIMAL_DIGITS) throw valueTooLarge(column, text)
}

/** The error for an integer with more digits than a DECIMAL. */
export function valueTooLarge(column: string, text: string): ApiError {
  return apiError('VALUE_TOO_LARGE', `${column} has ${text}, which does not fit DECIMAL(38, 0).`, {
    limit: MAX_DECIMAL_DIGITS,
    hint: 'Export integers as text, which is the default, or leave the field out.',
  })
}
