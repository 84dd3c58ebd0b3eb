import { generateKeyPairSync, sign } from 'node:crypto';

// Enough DER for one certificate that signs itself, so that no program has to be installed.

const der = (tag: number, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...length), body]);
};
const sequence = (...parts: Buffer[]) => der(0x30, ...parts);
const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
const bits = (bytes: Buffer) => der(0x03, Buffer.of(0), bytes);
const time = (text: string) => der(0x18, Buffer.from(text));

const ECDSA_SHA256 = sequence(oid('2a8648ce3d040302'));
const NAME = sequence(
  der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from('localhost')))), // common name
);
const EXTENSIONS = der(
  0xa3,
  sequence(
    sequence(oid('551d11'), der(0x04, sequence(der(0x82, Buffer.from('localhost'))))), // its names
    sequence(oid('551d13'), der(0x04, sequence(der(0x01, Buffer.of(0xff))))), // it may sign
  ),
);

/** For `localhost`, in PEM; whoever trusts it trusts it alone. */
export function certificate(): { readonly cert: string; readonly key: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const what = sequence(
    der(0xa0, der(0x02, Buffer.of(2))), // version 3
    der(0x02, Buffer.of(1)),
    ECDSA_SHA256,
    NAME,
    sequence(time('20200101000000Z'), time('21200101000000Z')),
    NAME,
    publicKey.export({ type: 'spki', format: 'der' }),
    EXTENSIONS,
  );
  const signed = sequence(what, ECDSA_SHA256, bits(sign('sha256', what, privateKey)));
  const lines = signed.toString('base64').replace(/.{64}/g, '$&\n');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
  };
}
