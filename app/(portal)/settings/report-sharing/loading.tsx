export { SettingLoading as default } from '@/components/settings/setting-loading';
