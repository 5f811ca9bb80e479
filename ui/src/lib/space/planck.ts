/** What is missing from a balance to pay an amount; null when nothing is. */
export function missing(balance: string, amount: string): string | null {
  const lack = BigInt(amount) - BigInt(balance);
  return lack > 0n ? String(lack) : null;
}
