// Errors of the API as they are thrown inside the provider: an `ApiError` that is an `Error` too. Everything else that
// is thrown there is our own bug or a failing store, and becomes −32603. Owns the few sentences that many methods share.

import { type ApiError, type ApiErrorData, type ErrorCode, errorCodes } from './api.ts';

export type ThrownApiError = Error & ApiError;

export const apiError = (code: ErrorCode, message: string, data?: ApiErrorData): ThrownApiError =>
  Object.assign(new Error(message), data === undefined ? { code } : { code, data });

export const wrongParam = (path: string, message: string, fault?: string, expected?: string): ThrownApiError =>
  apiError(errorCodes.wrongParams, message, {
    path,
    ...(expected === undefined ? {} : { expected }),
    ...(fault === undefined ? {} : { fault }),
  });

export const notPossibleNow = (reason: string, message: string): ThrownApiError =>
  apiError(errorCodes.notPossibleNow, message, { reason });

export const notFound = (message: string, reason?: string): ThrownApiError =>
  apiError(errorCodes.notFound, message, reason === undefined ? undefined : { reason });

export const ruleRefused = (fault: string, message: string): ThrownApiError =>
  apiError(errorCodes.ruleRefused, message, { fault });

export const walletLocked = (): ThrownApiError =>
  apiError(errorCodes.walletLocked, 'The wallet is locked. Unlock it with its passphrase first.');

export const noWallet = (): ThrownApiError =>
  notPossibleNow('no-wallet', 'There is no wallet yet. Create one, or import yours, under Wallet.');

export const noNetwork = (why = 'Join a network with a link, or create one.'): ThrownApiError =>
  apiError(errorCodes.noNetwork, `No network is open. ${why}`);

export const isApiError = (thrown: unknown): thrown is ThrownApiError =>
  thrown instanceof Error && 'code' in thrown && Object.values(errorCodes).some((code) => code === thrown.code);

/** What somebody threw, in one line. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
