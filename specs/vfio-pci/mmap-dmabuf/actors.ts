/** Who acts on the device fd in `vfio-pci/mmap-dmabuf`. */
import { given, process, repeat } from '../../../checker/lang/index.ts';
import { getBuffer, importer, mapAndUnmap } from '../driver/attach.ts';
import { admins, importer_rounds, importers } from '../driver/bounds.ts';
import { closeDeviceFd } from '../driver/device-file.ts';
import { closes } from '../driver/lifecycle-bounds.ts';
import { operations } from '../driver/operations.ts';

/** A bounded number of operations; then the fd is closed, if that is asked for. */
export const admin = process('admin', { count: admins }, [
  ...operations,
  given(closes, closeDeviceFd),
]);

/** An importer of the exported buffer, attached from the start. */
export const importerOfExport = process('importer', { count: importers, instance: importer }, [
  ...getBuffer,
  repeat(importer_rounds, mapAndUnmap),
]);
