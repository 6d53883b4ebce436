package workflows

// NightlySchedule names the schedule of the night's upkeep.
const NightlySchedule = nightlyName
