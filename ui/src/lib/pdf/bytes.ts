/** Bytes from an address, all of them or those from `begin` up to `end`. */
export async function fetchBytes(
  url: string,
  range?: { begin: number; end: number },
): Promise<Uint8Array> {
  const headers = range
    ? { Range: `bytes=${String(range.begin)}-${String(range.end - 1)}` }
    : undefined;
  const response = await fetch(url, headers ? { headers } : {});
  if (!response.ok)
    throw new Error(`the bytes were refused with status ${String(response.status)}`);
  return new Uint8Array(await response.arrayBuffer());
}
