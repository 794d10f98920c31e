import { redirect } from 'next/navigation';

/** The patient list is where the portal starts. */
export default function HomePage() {
  redirect('/patients');
}
