/**
 * iommufd as an importer: it takes the physical address once and maps it into an IOMMU domain later, under its own mutex.
 *
 * Mirrors vfio_pci_dma_buf_iommufd_map() of drivers/vfio/pci/vfio_pci_dmabuf.c and iopt_revoke_notify() of drivers/iommu/iommufd/pages.c
 * (6.19). It takes no reference on `kref`: its callback removes the IOMMU mapping before it returns, so there is nothing to
 * wait for. `pages_phys` is the copied address; the callback makes it unusable. `mapped` is the mapping in the domain.
 */
import {
  array,
  assign,
  BOOLEAN,
  c,
  check,
  FALSE,
  fn,
  mutex,
  mutex_lock,
  mutex_unlock,
  not,
  param,
  property,
  step,
  TRUE,
  variable,
  when,
} from '../../../checker/lang/index.ts';
import { EXPORT, resv, revoked } from './buffer.ts';
import { IMPORTER, mapped } from './importer-state.ts';

/** `iopt_pages.mutex`, taken inside of `resv` by the callback. */
export const pages_mutex = mutex('pages_mutex');

export const pages_phys = variable('pages_phys', array(IMPORTER, BOOLEAN), FALSE);

export const S_UNMAP = property(
  'S-UNMAP',
  'What the user of iommufd has unmapped is not in an IOMMU domain any more.',
);

const importer = param('importer', IMPORTER);

/** The callback: takes the mapping out of the IOMMU domain and forgets the address. */
export const iopt_revoke_notify = fn(
  'iopt_revoke_notify',
  { params: [importer], mirrors: 'drivers/iommu/iommufd/pages.c: iopt_revoke_notify()' },
  [
    mutex_lock(pages_mutex),
    step(
      c`iopt_unmap_domain(${importer}); pages_phys.len = 0`,
      assign(mapped.at(importer), FALSE),
      assign(pages_phys.at(importer), FALSE),
    ),
    mutex_unlock(pages_mutex),
  ],
);

/** Copies the address, unless the buffer is revoked. */
export const vfio_pci_dma_buf_iommufd_map = fn(
  'vfio_pci_dma_buf_iommufd_map',
  {
    params: [importer],
    title: 'iommufd',
    mirrors: 'drivers/vfio/pci/vfio_pci_dmabuf.c: vfio_pci_dma_buf_iommufd_map()',
  },
  [
    mutex_lock(resv.at(EXPORT)),
    when(not(revoked.at(EXPORT)), [
      step(c`*phys = phys_vec[0]`, assign(pages_phys.at(importer), TRUE)),
    ]),
    mutex_unlock(resv.at(EXPORT)),
  ],
);

/** Fills the IOMMU domain, if the address may still be used. */
export const iopt_area_fill_domains = fn(
  'iopt_area_fill_domains',
  {
    params: [importer],
    title: 'iommufd',
    mirrors: 'drivers/iommu/iommufd/pages.c: iopt_area_fill_domains()',
  },
  [
    mutex_lock(pages_mutex),
    when(pages_phys.at(importer), [
      step(c`iommu_map(); ${mapped.at(importer)} = true`, assign(mapped.at(importer), TRUE)),
    ]),
    mutex_unlock(pages_mutex),
  ],
);

/** Takes the mapping out of the IOMMU domain at the wish of the user. */
export const iopt_area_unfill_domains = fn(
  'iopt_area_unfill_domains',
  {
    params: [importer],
    title: 'iommufd',
    mirrors: 'drivers/iommu/iommufd/pages.c: iopt_area_unfill_domains()',
  },
  [
    mutex_lock(pages_mutex),
    step(c`iommu_unmap(); ${mapped.at(importer)} = false`, assign(mapped.at(importer), FALSE)),
    check(S_UNMAP, not(mapped.at(importer))),
    mutex_unlock(pages_mutex),
  ],
);
