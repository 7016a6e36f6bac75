using System.CommandLine;
using PhiVisionML.Chaos;
using PhiVisionML.Chaos.Stores;
using PhiVisionML.Chaos.Workers;

var connection = new Argument<string>("connection") { Description = "The database." };
var notes = new Argument<string>("notes") { Description = "A folder in which workers note what they did." };
var pace = new Option<int>("--pace") { Description = "Milliseconds that a product takes.", DefaultValueFactory = _ => ChaosOptions.Defaults.Pace };
var worker = new Command("worker", "Work on a queue until it is empty, with a model that is none.") { connection, notes, pace };
worker.SetAction((parsed, _) => WorkerProgram.RunAsync(parsed.GetValue(connection)!, parsed.GetValue(notes)!, parsed.GetValue(pace)));

var seconds = new Argument<double>("seconds") { Description = "How long." };
var hold = new Command("lock", "Keep everybody else from writing to a SQLite file.") { connection, seconds };
hold.SetAction((parsed, _) => SqliteLock.HoldAsync(parsed.GetValue(connection)!, TimeSpan.FromSeconds(parsed.GetValue(seconds))));

var store = new Option<string>("--store") { Description = "Which database.", DefaultValueFactory = _ => ChaosOptions.Defaults.Store }.AcceptOnlyFromAmong(ChaosOptions.Sqlite, ChaosOptions.Postgres);
var jobs = new Option<int>("--jobs") { Description = "How many jobs.", DefaultValueFactory = _ => ChaosOptions.Defaults.Jobs };
var workers = new Option<int>("--workers") { Description = "How many worker processes.", DefaultValueFactory = _ => ChaosOptions.Defaults.Workers };
var kills = new Option<int>("--kills") { Description = "How often a worker is killed.", DefaultValueFactory = _ => ChaosOptions.Defaults.Kills };
var restarts = new Option<int>("--restarts") { Description = "How often the server is restarted, or the SQLite file locked for some seconds.", DefaultValueFactory = _ => ChaosOptions.Defaults.Restarts };
var diskFull = new Option<bool>("--disk-full") { Description = "Whether the disk is full once. Needs root, for a small disk is mounted.", DefaultValueFactory = _ => ChaosOptions.Defaults.DiskFull };
var gap = new Option<int>("--gap") { Description = "Milliseconds between kills, on average.", DefaultValueFactory = _ => ChaosOptions.Defaults.Gap };
var seed = new Option<int>("--seed") { Description = "Another one, other moments and victims.", DefaultValueFactory = _ => ChaosOptions.Defaults.Seed };
var chaos = new Command("chaos", "Kill workers and disturb their database, then check that each job ended once.") { store, jobs, workers, kills, restarts, diskFull, gap, pace, seed };
chaos.SetAction((parsed, _) => new ChaosRun(new ChaosOptions
{
    Store = parsed.GetValue(store)!,
    Jobs = parsed.GetValue(jobs),
    Workers = parsed.GetValue(workers),
    Kills = parsed.GetValue(kills),
    Restarts = parsed.GetValue(restarts),
    DiskFull = parsed.GetValue(diskFull),
    Gap = parsed.GetValue(gap),
    Pace = parsed.GetValue(pace),
    Seed = parsed.GetValue(seed),
}).RunAsync());

return await new RootCommand("Chaos for workers and queue.") { chaos, worker, hold }.Parse(args).InvokeAsync();
