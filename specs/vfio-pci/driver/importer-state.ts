/**
 * State of the importers of the exported buffer, and what is asserted of it; the steps are in importer.ts, invalidate.ts, iommufd.ts.
 */
import {
  array,
  BOOLEAN,
  FALSE,
  indexDomain,
  property,
  variable,
} from '../../../checker/lang/index.ts';
import { importers } from './bounds.ts';

export const IMPORTER = indexDomain('importer', importers);
export const mapped = variable('mapped', array(IMPORTER, BOOLEAN), FALSE);
/** The importer was told to stop and has not yet: ASYNC only. */
export const must_stop = variable('must_stop', array(IMPORTER, BOOLEAN), FALSE);

export const S_D0REVOKE = property(
  'S-D0REVOKE',
  'When an importer with a mapping is called back to drop it, the device is in D0 and decodes memory.',
);

/** That of a spec whose un-revoke calls the importers, too. A pinned one may take any call as the end of its mapping for ever. */
export const S_D0REVOKE_ALONE = property(
  S_D0REVOKE.id,
  'When an importer with a mapping is called back to drop it, that is a revoke, and the device is in D0 and decodes memory.',
);
