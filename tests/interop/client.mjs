// A stranger's program on the local network: `node client.mjs ws://127.0.0.1:PORT`.
//
// Everything that speaks to the chain here is the package `@polkadot/api`, unmodified. The last line is one JSON object
// of facts, which the story that starts this program checks.

import process from 'node:process';
import { ApiPromise, Keyring, WsProvider } from '@polkadot/api';

/** Longest time for all of it, in milliseconds. */
const PATIENCE = 60_000;
/** What is sent to Bob, in plancks. */
const AMOUNT = 1_234_567_890_123n;
/** The territory that Alice rents. */
const TERRITORY = { name: 'interop', gib: 1, days: 30 };

/** Sign, submit, and follow to a final block; what was seen on the way, and the decoded events. */
function follow(api, call, signer) {
  return new Promise((resolve, reject) => {
    const statuses = [];
    call
      .signAndSend(signer, ({ status, events, dispatchError }) => {
        statuses.push(status.type);
        if (status.isFinalized) {
          const names = events.map(({ event }) => `${event.section}.${event.method}`);
          const block = status.asFinalized.toHex();
          resolve({ statuses, block, events: names, raw: events, failed: failure(api, dispatchError) });
        } else if (status.isDropped || status.isInvalid || status.isUsurped) {
          reject(new Error(`the transaction ended as ${status.type}`));
        }
      })
      .catch(reject);
  });
}

/** A dispatch error by name, as the metadata spells it. */
function failure(api, error) {
  if (!error) return null;
  if (!error.isModule) return error.toString();
  const { section, name } = api.registry.findMetaError(error.asModule);
  return `${section}.${name}`;
}

async function free(api, address) {
  return (await api.query.system.account(address)).data.free.toBigInt();
}

/** What a client reads before it does anything. */
async function identity(api) {
  const [chain, properties, header] = await Promise.all([
    api.rpc.system.chain(),
    api.rpc.system.properties(),
    api.rpc.chain.getHeader(),
  ]);
  return {
    chain: chain.toString(),
    properties: properties.toJSON(),
    metadataVersion: api.runtimeMetadata.version,
    specVersion: api.runtimeVersion.specVersion.toNumber(),
    genesis: api.genesisHash.toHex(),
    block: header.number.toNumber(),
    calls: Object.keys(api.tx.fileBank).length,
    nodes: (await api.query.sminer.allMiner()).length,
  };
}

async function transfer(api, alice, bob) {
  const before = await free(api, bob.address);
  const done = await follow(api, api.tx.balances.transferKeepAlive(bob.address, AMOUNT), alice);
  const received = (await free(api, bob.address)) - before;
  const { statuses, block, events, failed } = done;
  return { statuses, block, events, failed, amount: AMOUNT.toString(), received: received.toString() };
}

async function rent(api, alice) {
  const { name, gib, days } = TERRITORY;
  const done = await follow(api, api.tx.storageHandler.mintTerritory(gib, name, days), alice);
  const minted = done.raw.find(({ event }) => event.section === 'storageHandler');
  const territory = await api.query.storageHandler.territory(alice.address, name);
  const { statuses, events, failed } = done;
  return { statuses, events, failed, event: minted?.event.toHuman() ?? null, territory: territory.toJSON() };
}

async function main(url) {
  const provider = new WsProvider(url);
  const api = await ApiPromise.create({ provider, noInitWarn: true });
  const keyring = new Keyring({ type: 'sr25519', ss58Format: api.registry.chainSS58 });
  const [alice, bob] = ['//Alice', '//Bob'].map((uri) => keyring.addFromUri(uri));
  const heads = [];
  const unsubscribe = await api.rpc.chain.subscribeFinalizedHeads((head) => heads.push(head.number.toNumber()));
  const facts = {
    identity: await identity(api),
    address: alice.address,
    transfer: await transfer(api, alice, bob),
    mint: await rent(api, alice),
    again: await rent(api, alice),
  };
  unsubscribe();
  await api.disconnect();
  process.stdout.write(`${JSON.stringify({ ...facts, heads })}\n`);
}

const overdue = setTimeout(() => {
  process.stderr.write('the client took too long\n');
  process.exit(1);
}, PATIENCE);
main(process.argv[2]).then(
  () => clearTimeout(overdue),
  (error) => {
    process.stderr.write(`${error?.stack ?? error}\n`);
    process.exit(1);
  },
);
