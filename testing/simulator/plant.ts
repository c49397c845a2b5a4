import { registerHooks } from 'node:module';
import { plantedFaults } from './planted-faults.ts';

/**
 * Loaded before everything else (`--import`): the source that holds the planted fault named by PLANTED_FAULT is
 * changed as it is read. A build without this module cannot contain one.
 */
const fault = plantedFaults.find(({ name }) => name === process.env.PLANTED_FAULT);
if (!fault) throw new Error(`no planted fault is called ${process.env.PLANTED_FAULT}`);
const { file, find, replace } = fault;

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    if (!url.endsWith(`/${file}`)) return loaded;
    const source = String(loaded.source);
    if (source.split(find).length !== 2) throw new Error(`${file} does not hold once what is to be changed`);
    return { ...loaded, source: source.replace(find, () => replace) };
  },
});
