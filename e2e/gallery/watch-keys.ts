/**
 * From now on, notes the raw bytes of every key that this page makes or imports. What gets the keys can read them no more
 * than before.
 */
export function watchKeys(): number[][] {
  const noted: number[][] = [];
  const { generateKey, importKey } = SubtleCrypto.prototype;
  Object.assign(SubtleCrypto.prototype, {
    importKey(this: SubtleCrypto, ...[format, data, ...rest]: Parameters<SubtleCrypto['importKey']>) {
      noted.push([...new Uint8Array(data as Uint8Array<ArrayBuffer>)]);
      return importKey.call(this, format, data, ...rest);
    },
    async generateKey(this: SubtleCrypto, algorithm: AesKeyGenParams, extractable: boolean, usages: KeyUsage[]) {
      const key = await generateKey.call(this, algorithm, true, usages);
      return this.importKey('raw', await this.exportKey('raw', key as CryptoKey), algorithm, extractable, usages);
    },
  });
  return noted;
}
