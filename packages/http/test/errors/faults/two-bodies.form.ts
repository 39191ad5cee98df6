import { Body, Controller, createApp, Module, Post, Upload, UploadedFile } from '@tenon/http';
import { IsString } from 'class-validator';

class CreatePhoto {
  @IsString() title!: string;
}

@Controller('/photos')
class PhotoController {
  @Post()
  add(@Body() input: CreatePhoto, @UploadedFile('photo') photo: Upload) {
    return { input, size: photo.size };
  }
}

@Module({ controllers: [PhotoController] })
class AppModule {}

export const provoke = () => createApp(AppModule, { logger: false });
