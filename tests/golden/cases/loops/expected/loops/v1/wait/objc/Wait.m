// clang -fobjc-arc -framework Foundation Wait.m && LOOPS_KEY=<your key> ./a.out
#import <Foundation/Foundation.h>
#import <err.h>

int main(void) {
  NSCharacterSet *plain = NSCharacterSet.alphanumericCharacterSet;
  NSString *state = [@"a/b" stringByAddingPercentEncodingWithAllowedCharacters:plain];
  NSString *key = NSProcessInfo.processInfo.environment[@"LOOPS_KEY"];
  if (key.length == 0) errx(1, "Set LOOPS_KEY to your key.");
  NSString *url = [NSString stringWithFormat:@"https://loops.example.com/v1/tasks/%@?version=2", state];
  NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:url]];
  request.HTTPMethod = @"POST";
  request.timeoutInterval = 20;
  [request setValue:key forHTTPHeaderField:@"X-Key"];
  [request setValue:@"application/json" forHTTPHeaderField:@"Content-Type"];
  id body = @{@"url" : @"https://loops.example.com/in"};
  request.HTTPBody = [NSJSONSerialization dataWithJSONObject:body options:0 error:nil];
  [[NSURLSession.sharedSession
      dataTaskWithRequest:request
        completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {
          if (error) errx(1, "%s", error.localizedDescription.UTF8String);
          long status = ((NSHTTPURLResponse *)response).statusCode;
          if (status >= 300)
            errx(1, "HTTP %ld: %.*s", status, (int)data.length, (char *)data.bytes);
          puts("The task has started.");
          NSHTTPURLResponse *answer = (NSHTTPURLResponse *)response;
          printf("%s %s\n", "X-Task:", [answer valueForHTTPHeaderField:@"X-Task"].UTF8String);
          exit(0);
        }] resume];
  dispatch_main();
}
