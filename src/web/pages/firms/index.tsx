// Firms: the list at /firms, one firm at /firms/KEY.
import { useAddress } from '../../router.js';
import { FirmPage } from './firm.js';
import { FirmTable } from './firm-table.js';

export default function Firms() {
  const { path } = useAddress();
  const [, , key] = path.split('/');
  return key ? <FirmPage key={key} firm={decodeURIComponent(key)} /> : <FirmTable />;
}
