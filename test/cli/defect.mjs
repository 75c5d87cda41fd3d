// Loaded into the command line by a test: a page that says DEFECT brings to light a fault of the program.
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

const { createHash } = crypto;
crypto.createHash = (...args) => {
  const hash = createHash(...args);
  const update = hash.update.bind(hash);
  hash.update = (data, ...rest) => {
    if (Buffer.from(data).includes('DEFECT')) throw new TypeError('cannot read a page of this kind');
    return update(data, ...rest);
  };
  return hash;
};
syncBuiltinESMExports();
