# Runs scripts as `ruby SCRIPT` does, in copies of a process that has loaded libraries already.
#
#     ruby starter.rb LIBRARY...
#
# It is told of runs, and tells of them, by lines, as templates/python/starter.py says.

commands = $stdin.dup
replies = $stdout.dup
replies.sync = true
$stdin.reopen(File::NULL)
$stdout.reopen(File::NULL, 'w')
ARGV.each { |library| require library }
ARGV.clear
own = ENV.to_h.select { |name, _| name.start_with?('RUBY') }
running = {}
GC.start
GC.compact if GC.respond_to?(:compact)
replies.puts 'ready'

while (line = commands.gets)
  number, *fields = line.chomp.split(' ', -1)
  texts = fields.map { |field| [field].pack('H*').force_encoding('UTF-8') }
  script, folder, stdout, stderr, *variables = texts
  pairs = variables.to_h { |variable| variable.split('=', 2) }
  if pairs.select { |name, _| name.start_with?('RUBY') } != own
    replies.puts "#{number} cold"
    next
  end
  pid = fork do
    Process.setsid
    commands.close
    replies.close
    $stdout.reopen(stdout, 'w')
    $stderr.reopen(stderr, 'w')
    $stderr.sync = true
    Dir.chdir(folder)
    ENV.replace(pairs)
    Random.srand
    $PROGRAM_NAME = script
    load(script)
  end
  running[pid] = true
  replies.puts "#{number} started #{pid}"
  Thread.new(number, pid) do |told, child|
    _, status = Process.wait2(child)
    running.delete(child)
    begin
      Process.kill(:KILL, -child)
    rescue Errno::ESRCH, Errno::EPERM
      # It left nothing behind.
    end
    replies.puts "#{told} ended #{status.exitstatus || -status.termsig}"
  end
end

running.each_key do |pid|
  Process.kill(:KILL, pid) # It may not lead a group yet.
  Process.kill(:KILL, -pid)
rescue Errno::ESRCH, Errno::EPERM
  # It has ended.
end
